"""Reports: news and statements read into drafts that a person confirms."""
