# Three phones ring at once; one of them wins, and the others have missed nothing.
call A queue=1 caller=0912345678
ring-all A agents=1001,1003,1005
| A: inbound ringing, 1005, queue 1, 0912345678 on 02873019555
| 1001: ringing, with A, for queue 1
| 1003: ringing, with A, for queue 1
| 1005: ringing, with A, for queue 1
| 3 others available
| queue 1: 1 waiting, 1 ringing
| today: 1 received, 0 handled, 0 abandoned
answer A agent=1003
wait 1
| A: inbound talking, 1003, queue 1, 0912345678 on 02873019555, waited
| 1003: on a call, with A, for queue 1
| 5 others available
| queue 1: 0 waiting, service 1/1, abandoned 0/1
| today: 1 received, 1 handled, 0 abandoned
hang-up A by=caller
| A: inbound ended answered, 1003, queue 1, 0912345678 on 02873019555, waited, talked
| 1003: wrap-up
| 5 others available
| queue 1: 0 waiting, service 1/1, abandoned 0/1
| today: 1 received, 1 handled, 0 abandoned
