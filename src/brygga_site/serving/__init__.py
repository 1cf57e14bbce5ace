"""What answers the browsers: gunicorn, in the demo as for real; and `brygga serve`."""
