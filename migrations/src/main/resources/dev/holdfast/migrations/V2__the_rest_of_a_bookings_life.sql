-- How often a hold has been extended.
ALTER TABLE bookings ADD COLUMN extensions integer NOT NULL DEFAULT 0 CHECK (extensions >= 0);

-- What is over completes by itself. Whether a booking is over is told by the item of it that ends last, and only that
-- one stands in the index: a series that goes on for a year is not looked at again and again because its first day is
-- over. Several items may say so, as all do that were written before this: the question is asked of each booking.
ALTER TABLE booking_items ADD COLUMN ends_booking boolean NOT NULL DEFAULT true;
CREATE INDEX booking_items_ending ON booking_items (end_at)
  WHERE ends_booking AND status IN ('CONFIRMED', 'CHECKED_IN');
