-- Description: Wallets, each holding money of one currency for one user
-- Domain: wallets

create table wallets.wallets (
	id uuid not null default users.time_ordered_uuid(),
	user_id uuid not null,
	currency text not null,
	balance bigint not null default 0,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	constraint pk_wallets primary key (id),
	constraint fk_wallets_users foreign key (user_id) references users.users (id),
	constraint ck_wallets_currency check (currency ~ '^[A-Z]{3}$'),
	constraint ck_wallets_balance check (balance >= 0)
);

create index idx_wallets_user_id on wallets.wallets (user_id);

create trigger tg_wallets_updated_at
	before update on wallets.wallets
	for each row when (old.* is distinct from new.*)
	execute function users.set_updated_at();

comment on table wallets.wallets is 'Money of one currency that belongs to one user';
comment on column wallets.wallets.currency is 'ISO 4217 code; the application checks that the code exists';
comment on column wallets.wallets.balance is 'In minor units of the currency (cents), never negative';
