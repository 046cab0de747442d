-- Description: Check the notes of the transfers that were there before
-- Domain: transfers
--
-- A migration of its own, because locks last until the end of the transaction: in one with V2 it would hold the table
-- locked against everybody while it reads all rows.

alter table transfers.transfers validate constraint ck_transfers_note;
