"""What a score is: the model as values, its JSON, its SQL, its sums. Pure: no ORM, no clock."""
