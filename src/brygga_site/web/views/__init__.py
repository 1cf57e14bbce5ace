"""One module a page or group of pages. Views call verbs and guarded fetches and nothing else."""
