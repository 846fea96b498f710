"""Coded words of a report: body parts, sides, symptoms, kinds of repetitive task."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BodyPart(models.TextChoices):
    HEAD = "HEAD", _("Head")
    NECK = "NECK", _("Neck")
    SHOULDER = "SHOULDER", _("Shoulder")
    UPPER_ARM = "UPPER_ARM", _("Upper arm")
    ELBOW = "ELBOW", _("Elbow")
    FOREARM = "FOREARM", _("Forearm")
    WRIST = "WRIST", _("Wrist")
    HAND = "HAND", _("Hand")
    FINGERS = "FINGERS", _("Fingers")
    THUMB = "THUMB", _("Thumb")
    CHEST = "CHEST", _("Chest")
    ABDOMEN = "ABDOMEN", _("Belly")
    UPPER_BACK = "UPPER_BACK", _("Upper back")
    LOWER_BACK = "LOWER_BACK", _("Lower back")
    SACROILIAC = "SACROILIAC", _("Sacroiliac joint (where spine meets hip)")
    HIP = "HIP", _("Hip")
    THIGH = "THIGH", _("Thigh")
    KNEE = "KNEE", _("Knee")
    LOWER_LEG = "LOWER_LEG", _("Lower leg")
    ANKLE = "ANKLE", _("Ankle")
    FOOT = "FOOT", _("Foot")
    TOES = "TOES", _("Toes")
    PRIVATE_AREA = "PRIVATE_AREA", _("Another area (private)")


UNSIDED = frozenset(
    {
        BodyPart.HEAD,
        BodyPart.NECK,
        BodyPart.CHEST,
        BodyPart.ABDOMEN,
        BodyPart.UPPER_BACK,
        BodyPart.LOWER_BACK,
        BodyPart.PRIVATE_AREA,
    }
)
COMMON_PARTS = (
    BodyPart.WRIST,
    BodyPart.HAND,
    BodyPart.FINGERS,
    BodyPart.THUMB,
    BodyPart.FOREARM,
    BodyPart.ELBOW,
    BodyPart.SHOULDER,
    BodyPart.NECK,
    BodyPart.UPPER_BACK,
    BodyPart.LOWER_BACK,
    BodyPart.SACROILIAC,
    BodyPart.KNEE,
)


class Side(models.TextChoices):
    LEFT = "L", _("Left")
    RIGHT = "R", _("Right")
    BOTH = "BOTH", _("Both")
    NONE = "NA", _("No side")


class Symptom(models.TextChoices):
    PAIN = "pain", _("Pain")
    FATIGUE = "fatigue", _("Tiredness")
    STIFFNESS = "stiffness", _("Stiffness")
    SWELLING = "swelling", _("Swelling")
    NUMBNESS = "numbness", _("Numbness")
    TINGLING = "tingling", _("Tingling")
    WEAKNESS = "weakness", _("Weak muscles")
    DEXTERITY = "dexterity", _("Clumsy hands or fingers")
    CONCENTRATION = "concentration", _("Hard to concentrate")


class RepetitiveTask(models.TextChoices):
    TYPING = "typing", _("Typing or using a mouse")
    MACHINE = "machine", _("Running a machine")
    ASSEMBLY = "assembly", _("Putting products together")
    LIFTING = "lifting", _("Lifting or carrying")
    PUSHING = "pushing", _("Pushing or pulling")
    PACKING = "packing", _("Packing or sorting")
    SCANNING = "scanning", _("Scanning or checking out")
    TOOLS = "tools", _("Using hand tools or power tools")
    OVERHEAD = "overhead", _("Working above the shoulder")
    KNEELING = "kneeling", _("Kneeling or squatting")
    DRIVING = "driving", _("Driving")
    CLEANING = "cleaning", _("Cleaning")
    OTHER = "other", _("Something else")


class PrivacyGround(models.TextChoices):
    """Why the name stands on no list (29 CFR 1904.29(b)(7); the list there is complete)."""

    INTIMATE_BODY_PART = "intimate_body_part", _("Intimate body part or reproductive system")
    SEXUAL_ASSAULT = "sexual_assault", _("Sexual assault")
    MENTAL_ILLNESS = "mental_illness", _("Mental illness")
    HIV_HEPATITIS_TB = "hiv_hepatitis_tb", _("HIV, hepatitis or tuberculosis")
    CONTAMINATED_SHARP = "contaminated_sharp", _("Needle or sharp with another person's blood")
    EMPLOYEE_REQUEST = "employee_request", _("An illness, and the employee asked for it")
