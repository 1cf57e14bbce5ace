"""What has been told to each unit: until somebody there has had it before them it stands as new."""
