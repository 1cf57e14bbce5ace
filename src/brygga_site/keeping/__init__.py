"""How long is kept what is held about persons: plans, holds, destruction by rule, the archive, the person's extract."""
