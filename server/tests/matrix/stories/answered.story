# A caller waits, an agent picks up, they talk, the caller hangs up.
call A queue=1 caller=0912345678
wait 2
| A: inbound waiting, queue 1, 0912345678 on 02873019555
| 6 others available
| queue 1: 1 waiting
| today: 1 received, 0 handled, 0 abandoned
ring A agent=1001
| A: inbound ringing, 1001, queue 1, 0912345678 on 02873019555
| 1001: ringing, with A, for queue 1
| 5 others available
| queue 1: 1 waiting, 1 ringing
| today: 1 received, 0 handled, 0 abandoned
answer A
wait 2
| A: inbound talking, 1001, queue 1, 0912345678 on 02873019555, waited
| 1001: on a call, with A, for queue 1
| 5 others available
| queue 1: 0 waiting, service 1/1, abandoned 0/1
| today: 1 received, 1 handled, 0 abandoned
hang-up A by=caller
| A: inbound ended answered, 1001, queue 1, 0912345678 on 02873019555, waited, talked
| 1001: wrap-up
| 5 others available
| queue 1: 0 waiting, service 1/1, abandoned 0/1
| today: 1 received, 1 handled, 0 abandoned
