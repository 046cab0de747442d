-- Description: Transfers of money between two wallets
-- Domain: transfers

create table transfers.transfers (
	id uuid not null default users.time_ordered_uuid(),
	from_wallet_id uuid not null,
	to_wallet_id uuid not null,
	amount bigint not null,
	currency text not null,
	-- Not now(): rows are written while both wallets are locked, so this time and the key keep the order in which
	-- the transfers of a wallet happened, and the start of the transaction would not.
	created_at timestamptz not null default clock_timestamp(),
	constraint pk_transfers primary key (id),
	-- fk_<table>_<referenced table>, and the column as well because two of them lead to the same table.
	constraint fk_transfers_wallets_from_wallet_id foreign key (from_wallet_id) references wallets.wallets (id),
	constraint fk_transfers_wallets_to_wallet_id foreign key (to_wallet_id) references wallets.wallets (id),
	constraint ck_transfers_wallets check (from_wallet_id <> to_wallet_id),
	constraint ck_transfers_amount check (amount > 0),
	constraint ck_transfers_currency check (currency ~ '^[A-Z]{3}$')
);

-- They serve the foreign keys and, with the time-ordered key behind, the newest transfers of one wallet without a sort.
create index idx_transfers_from_wallet_id_id on transfers.transfers (from_wallet_id, id);
create index idx_transfers_to_wallet_id_id on transfers.transfers (to_wallet_id, id);

comment on table transfers.transfers is 'Money moved between wallets of one currency; rows are only ever added';
comment on column transfers.transfers.amount is 'In minor units of the currency';
