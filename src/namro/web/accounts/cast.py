"""The people of the demonstration: who they are, not what they may do (`organisations.demo` gives the posts)."""

from dataclasses import dataclass

DEMO_PASSWORD = "namro-thu-nghiem-2021"


@dataclass(frozen=True, slots=True)
class Member:
    """One demonstration account."""

    username: str
    full_name: str
    title: str
    does: str  # what this person comes to the program for


CAST = (
    Member(
        "sonoivu",
        "Nguyễn Thị Thu Hà",
        "Chuyên viên, Sở Nội vụ",
        "Nhập kế hoạch, theo dõi, duyệt kết quả của toàn tỉnh",
    ),
    Member("lanhdao", "Trần Quốc Minh", "Lãnh đạo UBND tỉnh", "Xem toàn tỉnh, biết việc gì chậm và ở đâu"),
    Member("sotuphap", "Lê Anh Tuấn", "Chuyên viên, Sở Tư pháp", "Báo cáo việc của Sở Tư pháp"),
    Member("huyen", "Phan Thị Mai", "Chuyên viên, UBND huyện Can Lộc", "Báo cáo việc của huyện Can Lộc"),
    Member("xa", "Võ Văn Nam", "Công chức, UBND xã Thiên Lộc", "Báo cáo việc của một xã"),
    Member(
        "chutich",
        "Nguyễn Đình Sơn",
        "Chủ tịch UBND xã Thiên Lộc",
        "Biết việc nào của xã chưa có ai làm, giao cho từng công chức",
    ),
    Member(
        "congchuc",
        "Trần Thị Hiền",
        "Công chức Văn phòng - Thống kê, xã Thiên Lộc",
        "Làm việc được giao, báo cáo trong một phút",
    ),
    Member("mattran", "Đặng Thị Hòa", "Cán bộ, Ủy ban MTTQ Việt Nam tỉnh", "Giám sát, chỉ xem"),
)
