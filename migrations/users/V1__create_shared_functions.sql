-- Description: Functions that this domain and the domains depending on it use in their tables
-- Domain: users
--
-- They stand here and not in the schema public because every object has one owning domain, and users is the one that
-- wallets and transfers depend on: its migrations have always run before theirs.

-- PostgreSQL has uuidv7() since version 18 only. This function gives the same kind of key (RFC 9562, version 7) on every
-- version from 14: 48 bits of milliseconds, 12 bits of the fraction of the millisecond, 62 random bits. Keys therefore
-- sort by the time of their creation down to the microsecond, and new rows go to the right edge of an index. One body
-- for all servers, so that an upgrade of the server changes nothing here.
create function users.time_ordered_uuid() returns uuid
language plpgsql volatile parallel safe
as $$
declare
	-- Not now(), which stands still during a transaction.
	micros constant bigint := (extract(epoch from clock_timestamp()) * 1000000)::bigint;
	-- 1000 microseconds scaled to 12 bits.
	fraction constant integer := ((micros % 1000) * 4096 / 1000)::integer;
	-- Version 4 in all but the leading bits: the variant is in place and the rest is random.
	bytes bytea := uuid_send(gen_random_uuid());
begin
	bytes := overlay(bytes placing substring(int8send(micros / 1000) from 3) from 1 for 6);
	-- The upper half of byte 6 is the version.
	bytes := set_byte(bytes, 6, 112 | (fraction >> 8));
	bytes := set_byte(bytes, 7, fraction & 255);
	return encode(bytes, 'hex')::uuid;
end
$$;

comment on function users.time_ordered_uuid() is 'A UUID of version 7: sorts by the time of its creation';

create function users.set_updated_at() returns trigger
language plpgsql
as $$
begin
	-- Not now(), the start of the transaction: whoever waited for a row lock would write an older time than the one
	-- that stands in the row.
	new.updated_at := clock_timestamp();
	return new;
end
$$;

comment on function users.set_updated_at() is 'Row trigger for tables with a column updated_at: the time of the last change';
