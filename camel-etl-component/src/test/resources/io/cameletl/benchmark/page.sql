select id, name, email, phone, note, created_at, updated_at
from users
where (updated_at, id) > (:#CamelEtlAfterAt, :#CamelEtlAfterId) and updated_at < :#CamelEtlBeforeAt
order by updated_at, id
limit :#CamelEtlLimit
