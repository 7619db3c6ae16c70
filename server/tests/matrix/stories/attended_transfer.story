# The agent asks a colleague on a second line, then joins the caller and the colleague.
call A queue=1 caller=0912345678
answer A agent=1001
wait 1
| A: inbound talking, 1001, queue 1, 0912345678 on 02873019555, waited
| 1001: on a call, with A, for queue 1
| 5 others available
| queue 1: 0 waiting, service 1/1, abandoned 0/1
| today: 1 received, 1 handled, 0 abandoned
consult A agent=1003 = C
answer C
complete A
wait 1
| A: inbound talking, 1003, queue 1, 0912345678 on 02873019555, waited
| 1001: wrap-up
| 1003: on a call, with A, for queue 1
| 4 others available
| queue 1: 0 waiting, service 1/1, abandoned 0/1
| today: 1 received, 1 handled, 0 abandoned
hang-up A by=caller
| A: inbound ended answered, 1003, queue 1, 0912345678 on 02873019555, waited, talked
| 1001: wrap-up
| 5 others available
| queue 1: 0 waiting, service 1/1, abandoned 0/1
| today: 1 received, 1 handled, 0 abandoned
