"""Duties on record so far take the whole day until their hours are written into the new column."""

from django.db import migrations

FILL = """
WITH hours AS (
    SELECT duty.id,
           extract(epoch FROM coalesce(duty.shift_starts, task.shift_starts))::int / 60 AS first,
           extract(epoch FROM coalesce(duty.shift_ends, task.shift_ends))::int / 60 AS last
    FROM duty_assignment duty JOIN duty_task task ON task.id = duty.task_id
    WHERE coalesce(duty.shift_starts, task.shift_starts) IS NOT NULL
      AND coalesce(duty.shift_ends, task.shift_ends) IS NOT NULL
)
UPDATE duty_assignment duty SET busy = CASE
    WHEN hours.last > hours.first THEN int4multirange(int4range(hours.first, hours.last))
    WHEN hours.last = hours.first THEN '{[0,1440)}'::int4multirange
    ELSE int4multirange(int4range(hours.first, 1440), int4range(0, hours.last))
END
FROM hours WHERE hours.id = duty.id
"""


class Migration(migrations.Migration):
    dependencies = [("duty", "0004_keep_the_hours_of_a_duty_and_its_blocks")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
