-- What a payer's bank was told to transfer comes to the collecting account: it settles what that way owes us.
alter table journal_entry drop constraint journal_entry_kind_check;
alter table journal_entry add constraint journal_entry_kind_check check (kind in ('payment', 'refund', 'surplus', 'surplus-returned',
  'charge-back', 'charge-back-won', 'charge-back-lost', 'transfer', 'allotment', 'settlement'));
