"""What contributors run and nobody installs."""
