-- When a job that failed again will be tried once more, as its events tell; kept for canaries alone.
ALTER TABLE replay_item ADD COLUMN retry_at TIMESTAMP(3) WITH TIME ZONE;
