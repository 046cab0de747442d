-- Description: People who hold wallets
-- Domain: users

create table users.users (
	id uuid not null default users.time_ordered_uuid(),
	email text not null,
	name text not null,
	status text not null default 'active',
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	constraint pk_users primary key (id),
	constraint ck_users_email check (position('@' in email) > 1 and char_length(email) <= 254),
	constraint ck_users_name check (btrim(name) <> '' and char_length(name) <= 200),
	constraint ck_users_status check (status in ('active', 'deleted'))
);

-- Unique whatever the case, and for deleted users too: an address must not come to mean somebody else.
create unique index idx_users_email on users.users (lower(email));

-- Only for real changes: an update that writes what stands there already leaves the time alone.
create trigger tg_users_updated_at
	before update on users.users
	for each row when (old.* is distinct from new.*)
	execute function users.set_updated_at();

comment on table users.users is 'People who hold wallets; never deleted, because money refers to them';
comment on column users.users.status is 'active, or deleted: keeps what they have, gets no new wallet';
