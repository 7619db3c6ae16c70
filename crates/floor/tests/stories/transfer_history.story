# A leg that names others only in its history belongs to their call; it may come before them.
an 8001 sales
binh 8002 sales
1    b created out agent an from 0987654321 history a
2    a created in from 0987654321 to 02873019555 outside
3    b answered
show
| call a: Inbound talking since 3, an, number 0987654321 [a b]
| an: on call since 3, call a
| binh: unknown
| sales: 0 waiting
9    d created out agent binh from 0987654321 history nobody history b
show
| call a: Inbound talking since 3, an, number 0987654321 [a b d]
| an: on call since 3, call a
| binh: ringing since 9, call a
| sales: 0 waiting
explain d
| a [a b d]
|   1 b Created
|   1 b AgentKnown { agent: an, by: Event }
|   2 a Created
|   2 a joined to b by rule 6
|   3 b Answered
|   9 d Created
|   9 d joined to a by rule 6
|   9 d AgentKnown { agent: binh, by: Event }
