"""The crossing itself: manifest, check-in, crossed or not crossed, receipt."""
