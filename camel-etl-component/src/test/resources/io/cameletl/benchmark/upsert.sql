insert into users (id, name, email, phone, note, created_at, updated_at)
values (:#id, :#name, :#email, :#phone, :#note, :#created_at, :#updated_at)
on conflict (id) do update set name = excluded.name, email = excluded.email, phone = excluded.phone,
    note = excluded.note, created_at = excluded.created_at, updated_at = excluded.updated_at
