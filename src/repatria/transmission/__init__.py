"""What is sent to and received from other organisations: signed, numbered files."""
