-- Description: What was answered to transfers that a client gave a key, so that a repeat moves no money
-- Domain: transfers
--
-- The table that io.bailiwick.transaction.idempotency.Idempotency works with: the library creates no tables by itself.

create table transfers.idempotency_keys (
	-- Compared byte by byte, in whatever order the database sorts texts.
	key text collate "C" not null,
	fingerprint bytea not null,
	response bytea,
	expires_at timestamptz not null,
	constraint pk_idempotency_keys primary key (key)
);

-- Finds what has expired without looking at the rest.
create index idx_idempotency_keys_expires_at on transfers.idempotency_keys (expires_at);

comment on table transfers.idempotency_keys is 'Requests that clients gave a key, removed some time after they expire';
comment on column transfers.idempotency_keys.fingerprint is 'SHA-256 of the request: another request may not have the key';
comment on column transfers.idempotency_keys.response is 'The first answer, null only while its transaction runs';
