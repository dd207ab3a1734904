"""Life after return: stages, the first visit, referrals, being left alone."""
