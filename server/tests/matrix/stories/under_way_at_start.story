# Callboard is started while one caller talks and another waits.
call A queue=1 caller=0912345678
answer A agent=1001
call B queue=1 caller=0987654321
wait 2
start
| A: inbound talking, 1001, queue 1, 0912345678, waited
| B: inbound waiting, queue 1, 0987654321
| 1001: on a call, with A, for queue 1
| 5 others available
| queue 1: 1 waiting
| today: 2 received, 1 handled, 0 abandoned
ring B agent=1003
answer B
wait 1
| A: inbound talking, 1001, queue 1, 0912345678, waited
| B: inbound talking, 1003, queue 1, 0987654321, waited
| 1001: on a call, with A, for queue 1
| 1003: on a call, with B, for queue 1
| 4 others available
| queue 1: 0 waiting, service 2/2, abandoned 0/2
| today: 2 received, 2 handled, 0 abandoned
# Their last events name the company number, which the dashboard's rows do not.
hang-up A by=caller
hang-up B by=caller
| A: inbound ended answered, 1001, queue 1, 0912345678 on 02873019555, waited, talked
| B: inbound ended answered, 1003, queue 1, 0987654321 on 02873019555, waited, talked
| 1001: wrap-up
| 1003: wrap-up
| 4 others available
| queue 1: 0 waiting, service 2/2, abandoned 0/2
| today: 2 received, 2 handled, 0 abandoned
