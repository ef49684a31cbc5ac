select id, name, email, phone, note, created_at, updated_at
from users
where (updated_at, id) > (:#afterAt, :#afterId) and updated_at < :#beforeAt
order by updated_at, id
limit :#limit
