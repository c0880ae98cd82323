"""How sure a number is: against chance, under errors, between relations, after losses."""
