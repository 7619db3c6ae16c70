# Two subscriptions deliver each message twice, whatever it says.
0    a created in from 0987654321 to 02873019555 outside message m1
0    a created message m1
1    a answered message m2
1.2  a answered queue sales message m2
show
| call a: Inbound waiting since 1, number 0987654321 [a]
| refused 2
explain a
| a [a]
|   0 a Created
|   0 a Duplicate
|   1 a Answered
|   1.2 a Duplicate
