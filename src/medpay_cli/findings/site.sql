-- site: the modifiers that name an anatomic site.
-- grain: one modifier. in: rule.
select value
from rule
where subject = 'ncci_modifier' and effect = 'anatomic'
