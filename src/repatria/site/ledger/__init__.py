"""Pages of the ledger: who saw or changed what, and does it verify?"""
