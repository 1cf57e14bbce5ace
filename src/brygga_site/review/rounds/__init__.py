"""A round's making and its drawing: what was asked is kept first, what was found when all of it is known."""
