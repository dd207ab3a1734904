"""The whole of an installation: settings, addresses, and pages of many rooms."""
