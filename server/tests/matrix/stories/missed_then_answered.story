# The first agent lets it ring; the second picks up.
call A queue=1 caller=0912345678
ring A agent=1001
| A: inbound ringing, 1001, queue 1, 0912345678 on 02873019555
| 1001: ringing, with A, for queue 1
| 5 others available
| queue 1: 1 waiting, 1 ringing
| today: 1 received, 0 handled, 0 abandoned
miss A
| A: inbound waiting, queue 1, 0912345678 on 02873019555, missed 1
| 1001: available, missed 1
| 5 others available
| queue 1: 1 waiting
| today: 1 received, 0 handled, 0 abandoned
ring A agent=1003
answer A
| A: inbound talking, 1003, queue 1, 0912345678 on 02873019555, waited, missed 1
| 1001: available, missed 1
| 1003: on a call, with A, for queue 1
| 4 others available
| queue 1: 0 waiting, service 1/1, abandoned 0/1
| today: 1 received, 1 handled, 0 abandoned
hang-up A by=agent
| A: inbound ended answered, 1003, queue 1, 0912345678 on 02873019555, waited, talked, missed 1
| 1001: available, missed 1
| 1003: wrap-up
| 4 others available
| queue 1: 0 waiting, service 1/1, abandoned 0/1
| today: 1 received, 1 handled, 0 abandoned
