-- Description: Payments by which money comes in from outside
-- Domain: wallets
--
-- A balance changes only together with a row that says why: a deposit here, a transfer in the domain transfers. So at
-- any time: balance = sum of deposits + sum of transfers received - sum of transfers sent.

create table wallets.deposits (
	id uuid not null default users.time_ordered_uuid(),
	wallet_id uuid not null,
	amount bigint not null,
	reference text not null,
	created_at timestamptz not null default now(),
	constraint pk_deposits primary key (id),
	constraint fk_deposits_wallets foreign key (wallet_id) references wallets.wallets (id),
	constraint ck_deposits_amount check (amount > 0),
	constraint ck_deposits_reference check (btrim(reference) <> '' and char_length(reference) <= 100)
);

create index idx_deposits_wallet_id on wallets.deposits (wallet_id);

-- A payment is credited once, however often a client repeats its request.
create unique index idx_deposits_reference on wallets.deposits (reference);

comment on table wallets.deposits is 'Payments received from outside; rows are only ever added';
comment on column wallets.deposits.amount is 'In minor units of the wallet''s currency';
comment on column wallets.deposits.reference is 'What the payment is called where it came from';
