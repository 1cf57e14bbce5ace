"""What `bench.kills` runs on one database: the scene, the writers that are killed, and the checks afterwards."""
