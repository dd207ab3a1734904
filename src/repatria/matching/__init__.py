"""May these two records be one person? Lists compared, pairs reviewed, rows judged."""
