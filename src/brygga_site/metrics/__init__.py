"""What is counted for whoever watches over the site: how much, how fast, what failed. Never about whom, or by whom."""
