-- Phones are told one thing of a client who is not theirs and of somebody nobody knows. What
-- it was stays with the operation in the quarantine.
update operation set quarantined = 'not_assigned' where quarantined = 'client_unknown';
