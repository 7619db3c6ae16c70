# The agent hands the caller on to a colleague, unseen.
call A queue=1 caller=0912345678
answer A agent=1001
wait 1
| A: inbound talking, 1001, queue 1, 0912345678 on 02873019555, waited
| 1001: on a call, with A, for queue 1
| 5 others available
| queue 1: 0 waiting, service 1/1, abandoned 0/1
| today: 1 received, 1 handled, 0 abandoned
transfer A agent=1003
| A: inbound ringing, 1003, queue 1, 0912345678 on 02873019555, waited
? flat A: inbound arriving, queue 1, 0912345678 on 02873019555, waited
| 1001: wrap-up
| 1003: ringing, with A, for queue 1
? flat 1003: on a call
? because until it is answered, the leg to a colleague names a SIP user alone, which no endpoint lists; the final floor is the same
| 4 others available
| queue 1: 0 waiting, service 1/1, abandoned 0/1
| today: 1 received, 1 handled, 0 abandoned
answer A
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
