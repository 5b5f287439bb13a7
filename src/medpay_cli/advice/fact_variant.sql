-- fact_variant: how a code is billed in the lines that its facts compare.
-- grain: variant. in: nothing. out: variant, name, claim, hcpcs, modifiers
-- first and second are the same service twice on one claim; visit is the office visit that tips on global periods name.
select
    given.variant,
    given.name,
    given.claim,
    given.hcpcs,
    given.modifiers
from (values
    (0, 'alone', 'alone', null, ''),
    (1, '26', '26', null, '26'),
    (2, 'TC', 'TC', null, 'TC'),
    (3, '53', '53', null, '53'),
    (4, '50', '50', null, '50'),
    (5, '54', '54', null, '54'),
    (6, '55', '55', null, '55'),
    (7, '62', '62', null, '62'),
    (8, '80', '80', null, '80'),
    (9, 'AS', 'AS', null, 'AS'),
    (10, 'first', 'pair', null, ''),
    (11, 'second', 'pair', null, ''),
    (12, 'non_qp', 'non_qp', null, ''),
    (13, 'qp', 'qp', null, ''),
    (14, 'nonparticipating', 'nonparticipating', null, ''),
    (15, 'previous', 'previous', null, ''),
    (16, 'last_paid', 'last_paid', null, ''),
    (17, 'visit', 'visit', '99213', '')
) as given(variant, name, claim, hcpcs, modifiers)
