"""One name in many scripts and spellings: folds, classes, ranks, comparisons."""
