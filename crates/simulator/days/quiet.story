# Một ngày yên tĩnh: ten quiet minutes. One call after the other, each answered.
# All verbs are listed in src/story/mod.rs.
00:00 pause "Thu Hà" "Nghỉ giải lao" for 10:00
00:03 call A from 0912345678 to "Bán hàng"
00:05 ring A "Hồng Nhung"
00:09 answer A "Hồng Nhung"
01:10 hang-up A by caller

01:30 call B from 0987654321 to "Kỹ thuật"
01:32 ring B "Văn Minh"
01:47 miss B "Văn Minh"
01:49 ring B "Ngọc Trâm"
01:54 answer B
04:20 hang-up B by agent

03:00 outbound C "Lan Anh" to 0909000111
03:02 ring C
03:09 answer C
03:50 hang-up C

05:00 internal D "Kim Oanh" to "Đức Thắng"
05:01 ring D
05:05 answer D
05:40 hang-up D

06:00 call E from 0933555666 to "Thanh toán"
06:02 ring E
06:06 answer E
07:45 hang-up E by caller
08:00 ready "Thu Hà"
