# The same number twice: an's leg was guessed to belong to the first caller, until that call got one that surely does.
an 8001 sales
binh 8002 sales
0    a created in from 0987654321 to 02873019555
1    b created out from 0987654321 to 8001
show
| call a: Inbound ringing since 0, an, number 0987654321 [a b]
| an: ringing since 1, call a
| binh: unknown
| sales: 0 waiting
3    c created out from 0987654321 to 8002 digest a agent binh
show
| call a: Inbound ringing since 0, binh, for sales, number 0987654321 [a c]
| call b: Unknown ringing since 1, an, number 0987654321 [b]
| an: ringing since 1, call b
| binh: ringing since 3, call a, for sales
| sales: 1 waiting, 1 ringing, oldest 0 (call start)
explain b
| b [b]
|   1 b Created
|   1 b joined to a by rule 7
|   1 b AgentKnown { agent: an, by: Directory }
|   3 b Unjoined { from: a, why: RealAgentLeg }
# The dashboard has the agent on another call than was guessed.
20   w created in from 0911 to 02873019555 outside queue sales
21   w answered
40   x created in from 0922 to 02873019555
41   y created out from 0922 to 8001
41   b ended
show
| call a: Inbound ringing since 0, binh, for sales, number 0987654321 [a c]
| call b: Unknown ended since 41, number 0987654321, NoAnswer [b]
| call w: Inbound waiting since 21, for sales, number 0911 [w]
| call x: Inbound ringing since 40, an, number 0922 [x y]
| an: ringing since 41, call x
| binh: ringing since 3, call a, for sales
| sales: 2 waiting, 1 ringing, oldest 0 (call start)
50   poll
       an ringing since 41 call w for sales
       binh ringing since 3 call a for sales
       waiting w for sales since 21
       waiting a for sales since 1
show
| call a: Inbound ringing since 1, binh, for sales, number 0987654321 [a c]
| call b: Unknown ended since 41, number 0987654321, NoAnswer [b]
| call w: Inbound waiting since 21, for sales, number 0911 [w]
| call x: Inbound arriving since 40, number 0922 [x]
| call y: Unknown ringing since 41, an, number 0922 [y]
| an: ringing since 41, call y
| binh: ringing since 3, call a, for sales
| sales: 2 waiting, 1 ringing, oldest 1
