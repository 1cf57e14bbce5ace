"""The pages of cases: today, the board, a case, and what is said in it."""
