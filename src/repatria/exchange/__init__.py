"""Who could go home together: proposals that are lawful, balanced and explained."""
