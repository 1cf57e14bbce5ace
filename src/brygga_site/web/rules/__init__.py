"""The pages of decision tables: who is responsible, a table with its proof, and two compared."""
