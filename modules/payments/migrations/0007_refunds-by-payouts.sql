-- What no provider gives back goes out as a payout. What waited to be paid out by hand is handed over when somebody says so.
alter table refund_part drop constraint refund_part_state_check;
update refund_part p set state = case r.state when 'approved' then 'given-up' else 'payout' end
  from refund r where r.id = p.refund_id and p.state = 'by-hand';
-- 'sent': the provider has it; 'payout': payouts has it; 'returned': payouts pays it again or gives it up
alter table refund_part add constraint refund_part_state_check check (state in ('sent', 'payout', 'returned', 'given-up', 'done'));
-- How often payouts gave it up, and which payout came back or failed last.
alter table refund_part add column given_up integer not null default 0 check (given_up >= 0);
alter table refund_part add column back_id uuid;
