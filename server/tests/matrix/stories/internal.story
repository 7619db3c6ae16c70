# One agent calls another, and they talk.
internal A from=1001 to=1003
ring A
| A: internal ringing, 1001, 1003
| 1001: on a call, with A
| 1003: ringing, with A
| 4 others available
| today: 0 received, 0 handled, 0 abandoned
answer A
wait 1
| A: internal talking, 1001, 1003
| 1001: on a call, with A
| 1003: on a call, with A
| 4 others available
| today: 0 received, 0 handled, 0 abandoned
hang-up A
| A: internal ended answered, 1001, 1003, talked
| 6 others available
| today: 0 received, 0 handled, 0 abandoned
