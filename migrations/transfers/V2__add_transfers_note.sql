-- Description: What the sender wants the receiver to know
-- Domain: transfers
--
-- The way to add a checked column to a table in use: a column without a default and a constraint that is not valid yet
-- need their lock for a moment only. Reading all rows is left to the next migration, which does not lock writers out.

alter table transfers.transfers add column note text;

alter table transfers.transfers
	add constraint ck_transfers_note check (btrim(note) <> '' and char_length(note) <= 200) not valid;

comment on column transfers.transfers.note is 'Free text from the sender, null when there is none';
