"""The bureau's desk: notifications, enquiries, deadlines, certificates."""
