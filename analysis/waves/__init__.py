"""Follow one figure over the waves of a survey: how it moves, what of that is composition, what comes next."""
