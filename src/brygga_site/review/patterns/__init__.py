"""What `brygga.access.flags` looks for patterns in, fetched from the trail and from beside it."""
