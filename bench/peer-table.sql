CREATE TABLE event (
    id uuid PRIMARY KEY,
    type text NOT NULL,
    body text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now()
)
