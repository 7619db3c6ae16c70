# The caller waits past five seconds, which is no short abandon, and leaves while a phone rings.
call A queue=2 caller=0987654321
wait 5.5
ring A agent=1005
| A: inbound ringing, 1005, queue 2, 0987654321 on 02873019566
| 1005: ringing, with A, for queue 2
| 5 others available
| queue 2: 1 waiting, 1 ringing
| today: 1 received, 0 handled, 0 abandoned
abandon A
| A: inbound ended abandoned, queue 2, 0987654321 on 02873019566, waited
| 6 others available
| queue 2: 0 waiting, service 0/1, abandoned 1/1
| today: 1 received, 0 handled, 1 abandoned
